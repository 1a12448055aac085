/** Which orders were read at which vehicle, in PostgreSQL; the first reading counts. */
import { Inject, Injectable } from '@nestjs/common';
import type { createPool } from '@rukh/adapters/postgres';
import { DISPATCH_POOL } from '../tokens.js';

export interface OrderReceipt {
  readonly order_id: string;
  readonly vehicle_id: string;
  /** Epoch seconds. */
  readonly read_at: number;
}

@Injectable()
export class OrderReceipts {
  constructor(@Inject(DISPATCH_POOL) private readonly pool: ReturnType<typeof createPool>) {}

  /** @returns whether it is news */
  async add(orderId: string, vehicleId: string, readAt: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO dispatch.order_receipts (order_id, vehicle_id, read_at)
       SELECT order_id, $2, $3 FROM dispatch.orders WHERE order_id = $1 AND state = 'active'
       ON CONFLICT DO NOTHING`,
      [orderId, vehicleId, readAt],
    );
    return rowCount === 1;
  }

  async list(orderIds: readonly string[]): Promise<OrderReceipt[]> {
    if (orderIds.length === 0) return [];
    const { rows } = await this.pool.query<OrderReceipt>(
      `SELECT order_id, vehicle_id, read_at FROM dispatch.order_receipts
       WHERE order_id = ANY($1) ORDER BY read_at, vehicle_id`,
      [orderIds],
    );
    return rows;
  }
}
