-- Pay windows of a fare day, for the audit of that day: by account alone all windows that there ever were are looked at.
CREATE INDEX pay_windows_day ON ticketing.pay_windows (fare_date);
