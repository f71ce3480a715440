"""A simulated TRTC cloud without a rate limit, for measuring what a client costs."""

from __future__ import annotations

import json
import sys

from roomscribe.simulator.application import build_application
from roomscribe.simulator.server import SimulatorServer
from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.simulator import TrtcCloud
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings

cloud = TrtcCloud(World(speed=100.0), settings=TrtcSettings(rate_window=1e-9, longest_run=1e9))
server = SimulatorServer(build_application(cloud.routes()))
server.start()
sys.stdout.write(json.dumps({"url": server.url, "trtc": dict(cloud.demo_account())}) + "\n")
sys.stdout.flush()
server.wait()
