"""TRTC's error codes: what each means and what to do, by the sections of tencent.md."""
