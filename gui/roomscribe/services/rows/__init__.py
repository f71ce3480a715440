"""The rows of the task table without Qt: which are shown, in which order and groups, kept up change by change."""
