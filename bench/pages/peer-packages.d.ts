// The little of the peers' packages that the bench uses: they bring no types of their own.
declare module "express" {
  import type { IncomingMessage, Server } from "node:http";

  export type Request = IncomingMessage;
  export type Response = { redirect(status: number, to: string): void; render(view: string, values: object): void };
  type App = {
    get(path: string, handle: (request: Request, response: Response, next: (error: unknown) => void) => void): void;
    listen(port: number, host: string, listening: () => void): Server;
  };
  export default function express(): App;
}
declare module "nunjucks" {
  const nunjucks: { configure(folders: string[], options: { autoescape: boolean; express: object; noCache: boolean }): void };
  export default nunjucks;
}
