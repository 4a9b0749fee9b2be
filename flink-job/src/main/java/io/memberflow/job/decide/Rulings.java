package io.memberflow.job.decide;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.job.release.ReleaseCommand;
import io.memberflow.job.sink.RowVersions;
import io.memberflow.registry.Mode;
import io.memberflow.rfm.CutPoints;
import io.memberflow.rfm.PopulationScores;
import io.memberflow.rfm.Scoring;
import io.memberflow.rulebook.Release;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What members are decided by: the releases known, those in force, and the cut points. All subtasks
 * are told the same in the same order, so all hold the same.
 */
final class Rulings {
    private static final String PREPARED = "prepared";
    private static final String ACTIVE = "active";
    private static final String PENDING = "pending";
    private static final String BEFORE = "before";

    private final DecideSettings settings;
    private final BroadcastState<Integer, Release> releases;
    private final BroadcastState<String, InForce> channel;
    private final BroadcastState<Long, CutPoints> cutPoints;
    private final Map<Integer, LoadedRules.Lease> leases = new HashMap<>();
    private final Map<Integer, Decider> deciders = new HashMap<>();

    Rulings(DecideSettings settings, OperatorStateStore state) throws Exception {
        this.settings = settings;
        this.releases =
                state.getBroadcastState(
                        new MapStateDescriptor<>(
                                "releases", Types.INT, TypeInformation.of(Release.class)));
        this.channel =
                state.getBroadcastState(
                        new MapStateDescriptor<>(
                                "channel", Types.STRING, TypeInformation.of(InForce.class)));
        this.cutPoints =
                state.getBroadcastState(
                        new MapStateDescriptor<>(
                                "cutPoints", Types.LONG, TypeInformation.of(CutPoints.class)));
    }

    /** Whether there is all that is needed to decide. */
    boolean areReady() throws Exception {
        return active() != null && (!settings.population() || current() != null);
    }

    /** The releases in force, null before any is. */
    InForce active() throws Exception {
        return channel.get(ACTIVE);
    }

    /** What is to be in force as soon as a checkpoint knows of it, or null. */
    InForce pending() throws Exception {
        return channel.get(PENDING);
    }

    /** What was prepared last, or null. */
    InForce prepared() throws Exception {
        return channel.get(PREPARED);
    }

    /** Keeps releases that are to be prepared; forgets those that nobody can ask for any more. */
    void prepare(ReleaseCommand command) throws Exception {
        keep(command.active());
        keep(command.candidate());
        channel.put(PREPARED, InForce.of(command));
        Set<Integer> needed = new HashSet<>();
        for (String name : new String[] {PREPARED, ACTIVE, PENDING, BEFORE}) {
            InForce one = channel.get(name);
            if (one != null) {
                needed.add(one.active());
                needed.add(one.candidate());
            }
        }
        Set<Integer> known = new HashSet<>();
        releases.immutableEntries().forEach(entry -> known.add(entry.getKey()));
        known.removeAll(needed);
        for (int version : known) {
            releases.remove(version);
            forget(version);
        }
    }

    private void forget(int version) {
        deciders.remove(version);
        LoadedRules.Lease lease = leases.remove(version);
        if (lease != null) {
            lease.close();
        }
    }

    /** Takes over what somebody else has compiled; the lease is ended when it is needed no more. */
    void hold(LoadedRules.Lease lease) throws Exception {
        int version = lease.rules().version();
        Release wanted = releases.get(version);
        boolean isNews =
                !leases.containsKey(version)
                        && wanted != null
                        && wanted.sha256().equals(lease.rules().sha256());
        if (isNews) {
            leases.put(version, lease);
        } else {
            lease.close();
        }
    }

    /** Ends the use of all rules. */
    void close() {
        leases.values().forEach(LoadedRules.Lease::close);
        leases.clear();
        deciders.clear();
    }

    private void keep(Release release) throws Exception {
        if (release != null) {
            Release known = releases.get(release.version());
            if (known == null || !known.sha256().equals(release.sha256())) {
                releases.put(release.version(), release);
                forget(release.version());
            }
        }
    }

    void setPending(InForce wanted) throws Exception {
        channel.put(PENDING, wanted);
    }

    void activate(InForce wanted) throws Exception {
        InForce before = channel.get(ACTIVE);
        if (before != null && before.active() != wanted.active()) {
            channel.put(BEFORE, before);
        }
        channel.put(ACTIVE, wanted);
        channel.remove(PENDING);
    }

    void setCutPoints(CutPoints set) throws Exception {
        cutPoints.clear();
        cutPoints.put(set.id(), set);
        deciders.clear();
    }

    /**
     * A number for all that members are decided by: the same on all subtasks and after a restart,
     * another one when any of it changes. A new number of the channel that changes nothing else, as
     * when it is frozen, is none.
     */
    long basis() throws Exception {
        InForce inForce = active();
        int releases =
                Objects.hash(
                        fingerprint(inForce.active()),
                        fingerprint(inForce.candidate()),
                        inForce.mode().name(),
                        inForce.percent());
        long basis = (long) releases << Integer.SIZE | Integer.toUnsignedLong(cutPointsContent());
        return basis == RowVersions.NONE ? 0 : basis;
    }

    private String fingerprint(int version) throws Exception {
        return version == InForce.NONE ? "" : version + releases.get(version).sha256();
    }

    private int cutPointsContent() throws Exception {
        CutPoints set = current();
        return set == null
                ? 0
                : Objects.hash(
                        set.id(),
                        set.members(),
                        set.recencySum(),
                        set.frequencySum(),
                        set.monetarySum(),
                        Arrays.hashCode(set.recency()),
                        Arrays.hashCode(set.frequency()),
                        Arrays.hashCode(set.monetary()),
                        Arrays.hashCode(set.amounts()),
                        Arrays.hashCode(set.atMost()));
    }

    Decider deciderOf(String memberId) throws Exception {
        return decider(active().versionFor(memberId));
    }

    /** The decider that is tried without deciding, or null. */
    Decider shadow() throws Exception {
        InForce inForce = active();
        return inForce.mode() == Mode.SHADOW && inForce.candidate() != InForce.NONE
                ? decider(inForce.candidate())
                : null;
    }

    private Decider decider(int version) throws Exception {
        Decider known = deciders.get(version);
        if (known == null) {
            if (!leases.containsKey(version)) {
                leases.put(
                        version,
                        LoadedRules.acquire(releases.get(version), settings.extraWindows()));
            }
            CompiledRules rules = leases.get(version).rules();
            known = new Decider(rules, scoring(rules));
            deciders.put(version, known);
        }
        return known;
    }

    private Scoring scoring(CompiledRules rules) throws Exception {
        return settings.population() ? new PopulationScores(current()) : rules.catalogue().scores();
    }

    private CutPoints current() throws Exception {
        return StreamSupport.stream(cutPoints.immutableEntries().spliterator(), false)
                .map(Map.Entry::getValue)
                .findAny()
                .orElse(null);
    }
}
