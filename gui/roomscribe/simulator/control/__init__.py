"""The simulator's control API: JSON under `/_sim`, on the clouds' port, and no vendor's protocol.

    GET    /_sim                    what there is
    GET    /_sim/switches           every switch; PATCH {"trtc.stopped_seconds": 20} turns some, DELETE resets all
    GET    /_sim/faults             what waits; POST {"kind": "http", "call": "*", "count": 1} adds, DELETE clears
    DELETE /_sim/faults/3           takes one back
    GET    /_sim/tasks              every task of every cloud; POST /_sim/tasks/end {"task_id": …, "cause": "idle"}
    GET    /_sim/calls              how often each call arrived
    GET    /_sim/rooms              who is in the rooms; PUT /_sim/rooms/APP/ROOM {"people": [{"user_id": "1001"}]}
    GET    /_sim/clock              the world's time; POST {"advance": 60} lets it pass
    GET    /_sim/webhooks           where notifications go
    WS     /_sim/captions           the bots' captions

Refusals are 4xx with `{"error": …, "at": …}`. Every answer has the header `x-simulated-by`; web pages are refused.

`mount` puts the routes of the concerns below one path and guards them; each concern has a module of its own here.
"""
