import type { Intent } from "./operation";
import { post, read } from "./send";

// Routes that the description of the API does not have yet, by their contract. This file goes when it has them.
const anyPost = post as unknown as (
  address: string,
  what: { body: object; path?: object; as?: string },
  intent?: Intent,
) => Promise<unknown>;
const anyRead = read as unknown as (
  address: string,
  where: { path?: object; as?: string },
  signal?: AbortSignal,
) => Promise<unknown>;

export const postSoon = anyPost;
export const readSoon = anyRead;
