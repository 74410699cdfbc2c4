"""The sample station « Gare de Val-d'Orme » and the small stations around it, drawn by programs."""
