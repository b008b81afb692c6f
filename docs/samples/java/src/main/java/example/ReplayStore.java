package example;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which proofs were used. With several processes: Redis SET id 1 NX EX seconds, for example. */
interface ReplayStore {

    /** True the first time, in one atomic step; false ever after until `life` has passed. When the store is away: throws. */
    boolean rememberOnce(String id, Duration life);

    /** For one process. */
    final class InMemory implements ReplayStore {

        private final ConcurrentHashMap<String, Instant> used = new ConcurrentHashMap<>();
        private volatile Instant nextSweep = Instant.now();

        @Override
        public boolean rememberOnce(String id, Duration life) {
            Instant now = Instant.now();
            if (now.isAfter(nextSweep)) {
                nextSweep = now.plus(life);
                used.values().removeIf(now::isAfter);
            }
            return used.putIfAbsent(id, now.plus(life)) == null;
        }
    }
}
