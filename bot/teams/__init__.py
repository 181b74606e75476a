"""The Bot Framework protocol that Microsoft Teams speaks, and how our replies look there."""
