"""Death reviews. So far the room holds the one thing that other rooms may rely on already: its clocks."""
