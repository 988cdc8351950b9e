/** One connection attempt to the host; over it or gone, never half. */
export interface Transport {
  send(bytes: Uint8Array): void
  close(): void
}

export interface TransportEvents {
  opened(): void
  frame(bytes: Uint8Array): void
  closed(): void
}

/** Makes a fresh transport; called again after each loss. */
export type Connect = (events: TransportEvents) => Transport
