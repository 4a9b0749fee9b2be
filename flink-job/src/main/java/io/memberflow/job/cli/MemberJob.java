package io.memberflow.job.cli;

import io.memberflow.job.MemberPipeline;
import io.memberflow.job.clock.Clocks;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.Live;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.decide.LoadedRules;
import io.memberflow.job.release.RegistryCheck;
import io.memberflow.job.release.ReleaseSource;
import io.memberflow.job.sink.ActivationSink;
import io.memberflow.job.sink.ChangeFeed;
import io.memberflow.job.sink.CutPointsSink;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.MemberSink;
import io.memberflow.job.sink.ProgressSink;
import io.memberflow.job.sink.RejectedSink;
import io.memberflow.job.sink.SettledSink;
import io.memberflow.job.sink.ShadowSink;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.job.source.EventSources;
import io.memberflow.job.source.KafkaAccess;
import io.memberflow.order.InputProblem;
import io.memberflow.registry.CatalogueRow;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.rulebook.RulebookProblem;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The member job: events from where they are, a rulebook from a folder or the shipped one, the
 * pipeline.
 */
public final class MemberJob implements JobParts {
    /** How often the registry is looked at. */
    private static final Duration POLL = Duration.ofSeconds(1);

    @Override
    public void checkInputs(JobConfig config) {
        try {
            EventSources.check(config);
        } catch (InputProblem e) {
            throw WrongUse.because(e);
        }
    }

    @Override
    public List<CatalogueRow> compileRules(JobConfig config) {
        if (config.isFromRegistry()) {
            return List.of();
        }
        try (LoadedRules.Lease lease = LoadedRules.acquire(release(config), config.windows())) {
            return CatalogueRow.of(lease.rules().catalogue());
        } catch (RulebookProblem e) {
            throw new WrongUse(e.getMessage(), e);
        }
    }

    @Override
    public void checkRegistry(JobConfig config) {
        if (config.isFromRegistry()) {
            RegistryCheck.check(
                    config.database(),
                    config.live().channel(),
                    config.windows(),
                    config.live().readTrustedKeys());
        }
    }

    @Override
    public void build(StreamExecutionEnvironment env, JobConfig config, TablesBefore before) {
        DatabaseConfig database = config.database();
        MemberPipeline.build(
                env,
                config,
                before,
                config.isLive()
                        ? live(config, env.getParallelism())
                        : inputs(config, release(config)),
                new MemberPipeline.Outputs(
                        new MemberSink(database),
                        RejectedSink.to(database),
                        CutPointsSink.to(database),
                        ProgressSink.to(database),
                        SettledSink.to(database),
                        config.isFromRegistry() ? ActivationSink.to(database) : null,
                        config.isFromRegistry() ? ShadowSink.to(database) : null,
                        changeFeed(config)));
    }

    /** Who is told of changes, null for nobody. */
    private static Sink<MemberRows> changeFeed(JobConfig config) {
        Live live = config.live();
        return live == null || live.changeTopic() == null
                ? null
                : new ChangeFeed(KafkaAccess.of(live).properties(), live.changeTopic());
    }

    /** What a bounded configuration names, as the pipeline reads it. */
    public static MemberPipeline.Inputs inputs(JobConfig config, Release release) {
        return MemberPipeline.Inputs.bounded(
                EventSources.orders(config),
                EventSources.members(config),
                EventSources.behaviours(config),
                release);
    }

    /**
     * What a live configuration names.
     *
     * @param deciders how many subtasks will decide
     */
    public static MemberPipeline.Inputs live(JobConfig config, int deciders) {
        return new MemberPipeline.Inputs(
                EventSources.orders(config),
                EventSources.ordersHistory(config),
                EventSources.members(config),
                EventSources.behaviours(config),
                config.isFromRegistry() ? null : release(config),
                config.isFromRegistry() ? releases(config, deciders) : null,
                clock(config));
    }

    private static ReleaseSource releases(JobConfig config, int deciders) {
        return new ReleaseSource(
                new ReleaseSource.Settings(
                        config.database(),
                        config.live().channel(),
                        deciders,
                        config.windows(),
                        POLL,
                        config.live().readTrustedKeys()));
    }

    private static MemberPipeline.Instants clock(JobConfig config) {
        return switch (config.live().clock().kind()) {
            case WALL -> Clocks::wall;
            case TICKS -> env -> Clocks.ticks(env, EventSources.ticks(config));
            case EVENTS -> null;
        };
    }

    private static Release release(JobConfig config) {
        return config.rulesFolder().map(RulebookFiles::folder).orElseGet(RulebookFiles::shipped);
    }
}
