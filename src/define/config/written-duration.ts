/** A length of time: milliseconds, or a text such as `500ms`, `2s`, `1m`, `30d`. */
export type Duration = number | string
