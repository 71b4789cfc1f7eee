"""The command palette: everything by its name. `offers` says what there is, `matching` what fits what was typed."""
