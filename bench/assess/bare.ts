// The peer of the assessment bench: the least that a Fastify route can do with the same request, which is to parse it and to answer a string
// that was ready, of the size of an assessment.
import type { AddressInfo } from "node:net";
import fastify from "fastify";

const ready = "x".repeat(Number(process.argv[2]));
const server = fastify({ logger: false });
server.post("/api/v1/assessment", async (request, reply) => {
  if (typeof (request.body as { kind?: unknown }).kind !== "string") return reply.code(422).send();
  return reply.type("application/json; charset=utf-8").send(ready);
});
await server.listen({ host: "127.0.0.1", port: 0 });
console.log(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
process.on("SIGTERM", () => void server.close());
