-- Metres between two points in WGS 84 degrees: haversine on a sphere of 6,371,009 m, right to 0.5 %.
CREATE OR REPLACE FUNCTION moothall.metres(
    longitude_1 double precision, latitude_1 double precision,
    longitude_2 double precision, latitude_2 double precision
) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT SET search_path = pg_catalog, pg_temp AS $$
    SELECT 12742018 * asin(sqrt(least(1,
        power(sind((latitude_2 - latitude_1) / 2), 2)
        + cosd(latitude_1) * cosd(latitude_2) * power(sind((longitude_2 - longitude_1) / 2), 2))))
$$;
