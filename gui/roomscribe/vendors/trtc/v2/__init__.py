"""Tencent TRTC, cloud transcription 2.0: what it has of its own; the rest is shared with 1.0 (tencent.md §4)."""
