"""Documents made at random in which a number may be anything but plainly printed, and what is read of them."""
