"""Templates: the window that lists them, saving the form as one, and filling the form from one."""
