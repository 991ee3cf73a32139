"""The built site as readers meet it: in a real browser, wide and narrow, light and dark, with and without scripts."""
