"""The pages of comments: for everybody, and for moderators."""
