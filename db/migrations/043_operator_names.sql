-- What carriers and funding bodies are called in each language, where that was said: {"uk": "...", "en": "..."}. Else by
-- their name.
ALTER TABLE ticketing.operators
  ADD COLUMN names jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(names) = 'object');
