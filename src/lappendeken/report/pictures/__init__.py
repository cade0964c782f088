"""The drawings of reports: matplotlib figures on paper of one width, the same bytes every run."""
