"""Icons, translations, scenarios and help; read them with `importlib.resources`, never by path."""
