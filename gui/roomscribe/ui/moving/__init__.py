"""Windows that bring drafts from elsewhere into the form: pasted requests, tasks, other profiles' drafts."""
