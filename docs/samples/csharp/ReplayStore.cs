using System.Collections.Concurrent;

namespace ProtectedApi;

/// <summary>Remembers which proofs were used. With several processes: Redis SET id 1 NX EX seconds, for example.</summary>
public interface IReplayStore
{
    /// <summary>True the first time, in one atomic step; false ever after until life has passed. When the store is away: throws.</summary>
    ValueTask<bool> RememberOnceAsync(string id, TimeSpan life);
}

/// <summary>For one process.</summary>
public sealed class InMemoryReplayStore(TimeProvider clock) : IReplayStore
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> used = new();
    private long nextSweepTicks;

    public ValueTask<bool> RememberOnceAsync(string id, TimeSpan life)
    {
        var now = clock.GetUtcNow();
        var due = Interlocked.Read(ref nextSweepTicks);
        if (now.UtcTicks > due && Interlocked.CompareExchange(ref nextSweepTicks, (now + life).UtcTicks, due) == due)
        {
            foreach (var (old, until) in used)
            {
                if (until < now) used.TryRemove(old, out _);
            }
        }
        return ValueTask.FromResult(used.TryAdd(id, now + life));
    }
}
