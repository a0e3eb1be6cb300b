"""A published site: sessions that a listener re-times on the phone, without a server of ours and offline."""
