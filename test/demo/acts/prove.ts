/** Act 11: everything that was said on the wire is something that GitHub's own description knows. */
import type { Story } from "#test/demo/story.ts";

/** Plays it. */
export async function prove({ tell, stage }: Story): Promise<void> {
  tell.act("11. Was it real?");
  await tell.step("the wire", async () => {
    stage.observer.assertClean();
    const seen = [...stage.observer.seen()];
    const webhooks = seen.filter(([key]) => key.startsWith("webhook ")).reduce((sum, [, count]) => sum + count, 0);
    const requests = seen.reduce((sum, [, count]) => sum + count, 0) - webhooks;
    return `${requests} requests and ${webhooks} webhooks, each valid by GitHub's own OpenAPI description and GraphQL schema`;
  });
}
