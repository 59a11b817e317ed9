"""Getting at other people's data: files and addresses, opened and streamed entry by entry."""
