-- Where orders were read: the first answer of each vehicle's display. Epoch seconds.
CREATE TABLE dispatch.order_receipts (
  order_id text NOT NULL REFERENCES dispatch.orders ON DELETE CASCADE,
  vehicle_id text NOT NULL,
  read_at double precision NOT NULL,
  PRIMARY KEY (order_id, vehicle_id)
);

SELECT dispatch.grant_to_app();
