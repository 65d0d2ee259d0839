"""Pages in, stories out: files, feeds, addresses and archives; main text, splitting, dates, copies."""
