"""Scores from 0 to 10, opportunity and its band as columns that the database computes."""

from django.db import migrations, models
from django.db.models import Case, CharField, DecimalField, F, FloatField, GeneratedField, Q, Value, When
from django.db.models.functions import Cast, NullIf, Round
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

BANDS = [
    ("extreme", "Extreme"),
    ("strong", "Strong"),
    ("consider", "Worth considering"),
    ("low", "Served well enough"),
]


def number(name):
    return Cast(name, FloatField())


def figure():
    return DecimalField(max_digits=14, decimal_places=4)


def on_ten(answer):
    width = NullIf(number("scale_max") - number("scale_min"), Value(0.0))
    return Round(Cast((answer - number("scale_min")) * Value(10.0) / width, figure()), precision=4)


def gained():
    twice = Value(2.0) * number("importance") - number("satisfaction")
    satisfied = Q(satisfaction__gt=F("importance"))
    return Case(When(satisfied, then=number("importance")), default=twice, output_field=FloatField())


def band():
    score = on_ten(gained())
    return Case(
        When(GreaterThan(score, Value(15.0)), then=Value("extreme")),
        When(GreaterThanOrEqual(score, Value(12.0)), then=Value("strong")),
        When(GreaterThanOrEqual(score, Value(10.0)), then=Value("consider")),
        When(GreaterThanOrEqual(score, Value(0.0)), then=Value("low")),
        default=Value(None),
        output_field=CharField(max_length=10),
    )


def computed(expression, shape, label, **more):
    return GeneratedField(verbose_name=label, expression=expression, output_field=shape, db_persist=True, **more)


def columns(model):
    fields = {
        "importance_score": computed(on_ten(number("importance")), figure(), "importance, 0–10"),
        "satisfaction_score": computed(on_ten(number("satisfaction")), figure(), "satisfaction, 0–10"),
        "opportunity": computed(on_ten(gained()), figure(), "opportunity"),
        "band": computed(band(), models.CharField(max_length=10), "opportunity band", choices=BANDS),
    }
    return [migrations.AddField(model_name=model, name=name, field=field) for name, field in fields.items()]


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_told_in_full")]
    operations = [*columns("earlieranswer"), *columns("need")]
