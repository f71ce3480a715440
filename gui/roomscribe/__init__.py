"""RoomScribe: a desktop console for real-time transcription tasks in RTC rooms."""

__version__ = "0.1.0"
