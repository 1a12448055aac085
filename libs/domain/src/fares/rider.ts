/** What is known of the person who taps, as far as a price depends on it. Intervals are [fromMs, untilMs). */
export interface Rider {
  readonly entitlements: readonly Entitlement[];
  readonly products: readonly HeldProduct[];
}

/** The right to a rider category, e.g. student or pensioner, for a time. */
export interface Entitlement {
  readonly id: string;
  /** `rider_category_id` of the tariff. */
  readonly riderCategoryId: string;
  /** Who pays what the rider does not. */
  readonly fundingBodyId?: string;
  readonly fromMs: number;
  readonly untilMs?: number;
}

/** A fare product that was bought, e.g. a pass of 30 days. */
export interface HeldProduct {
  readonly id: string;
  /** `fare_product_id` of the tariff. */
  readonly fareProductId: string;
  readonly fromMs: number;
  readonly untilMs?: number;
  /** Rides that it held at `fromMs`, for a product by number of rides. */
  readonly rides?: number;
  /**
   * It was sold as a signed ticket, whose signature says where and when it is good: whoever was let in by it has paid,
   * though the tariff has no pass of its product.
   */
  readonly isTicket?: boolean;
}
