"""Data files of the program: icons, languages, translations, help."""
