/** What a client has done so far. */
export interface HttpCounts {
  /** Connections made, with those made anew. */
  connections: number
  /** Exchanges that ended, however they ended. */
  exchanges: number
  /** … of which so many were carried by a connection that had carried another before. */
  reused: number
}
