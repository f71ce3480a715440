"""The filter language without Qt: what is typed becomes a filter of rows, or a plain word about what is wrong."""
