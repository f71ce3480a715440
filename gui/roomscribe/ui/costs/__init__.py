"""What tasks cost by day and account, and what is said when a budget is spent."""
