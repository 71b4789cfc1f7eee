"""Small pieces the screens are made of."""
