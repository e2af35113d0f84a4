// Draws
