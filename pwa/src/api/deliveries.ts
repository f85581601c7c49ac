// What staff ask the server about messages to families, and the shapes of the answers by short names.
import type { components } from "./openapi";
import type { Intent } from "./operation";
import { post, read } from "./send";

type Schemas = components["schemas"];

/** One page of what was sent, newest first. */
export type Deliveries = Schemas["Deliveries"];
/** One message, to whom, and how far it came. */
export type Delivery = Schemas["DeliveryLine"];
/** How the office told somebody whom no telephone reached. */
export type How = Schemas["NewTold"]["how"];
/** What was sent of one kind, and how far it came: by nobody's name. */
export type Figure = Schemas["NoticeFigure"];
/** What came of ringing one's own device. */
export type Trial = Schemas["PushTrial"];

/** Which messages are asked for; `page` begins with 1. */
export interface AskedDeliveries {
  kind?: string;
  not_reached?: boolean;
  text?: string;
  page?: number;
  size?: number;
}

export const readDeliveries = (query: AskedDeliveries, signal?: AbortSignal) =>
  read("/api/deliveries", { query }, signal);

/** Notes that somebody was told another way: nothing waits for them any more, and nothing takes it back. */
export const tell = (id: string, how: How, intent: Intent) =>
  post("/api/deliveries/{id}/told", { path: { id }, body: { how } }, intent);

export const readFigures = (days: number, signal?: AbortSignal) =>
  read("/api/deliveries/figures", { query: { days } }, signal);

/** Rings the device with that address, now, and says what came of it. */
export const tryRinging = (endpoint: string, intent: Intent) => post("/api/push/trial", { body: { endpoint } }, intent);

/** The most that the server gives on one page. */
const MOST = 100;

/** Everything that a question finds, page by page: a round of calls is printed whole. */
export async function everyDelivery(query: AskedDeliveries, signal?: AbortSignal): Promise<Delivery[]> {
  const all: Delivery[] = [];
  for (let page = 1; ; page++) {
    const got = await readDeliveries({ ...query, page, size: MOST }, signal);
    all.push(...got.items);
    if (all.length >= got.total || got.items.length === 0) return all;
  }
}
