"""What the console does: launch, watch, update and stop tasks; keep credentials, profiles and settings. No Qt."""
