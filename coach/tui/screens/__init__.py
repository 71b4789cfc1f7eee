"""The screens: modes are places, pushed screens are tasks."""
