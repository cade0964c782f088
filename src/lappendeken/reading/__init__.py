"""From files and services to checked tables: the only place where input is read."""
