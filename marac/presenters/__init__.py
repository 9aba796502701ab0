"""What the pages of meetings show, put together from rows. One record per page, so that templates stay dumb."""
