"""The sample reports of 凪浜市, a city that does not exist: their source, typesetting and expected data."""
