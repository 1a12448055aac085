-- Those over by their time that feeds still tell of are looked for every two seconds, among all there ever were.
CREATE INDEX orders_expired ON dispatch.orders (ends_at) WHERE state = 'expired';
