"""Words that several screens share: names, doses, complaints."""
